// Runs before the first paint, so that a page in the dark does not flash. A file of its own: the policy allows no inline script.
try {
  const theme = localStorage.getItem("profit-share:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing follows the system.
}
