/**
 * Who may import whom; type-only imports and tests count. `npm run lint` runs it. Rooms are the folders of a workspace's
 * `src`; the table of workspaces is in CONTRIBUTING.md.
 */

/** From which top folder to which others, beside itself. What is missing here may not be imported. */
const MAY_IMPORT = {
  fixtures: [],
  sdk: [],
  localnet: ["sdk"],
  testing: ["sdk", "localnet"],
  feed: ["sdk"],
  storage: [],
  statements: ["sdk"],
  indexer: ["feed", "storage", "statements", "sdk"],
  keeper: ["feed", "storage", "sdk"],
  cli: ["storage", "statements", "sdk"],
  app: ["statements", "sdk"],
  tests: ["sdk", "localnet", "testing", "fixtures"],
  bench: ["sdk", "localnet", "testing"],
  mutants: ["testing"],
  proofs: ["sdk"],
  demo: ["sdk", "localnet", "testing", "statements", "indexer", "keeper", "cli", "app", "fixtures"],
  migrations: ["sdk", "cli"],
  scripts: ["sdk", "localnet", "testing"],
  examples: ["sdk", "keeper"],
};
/** Tests of a process run it against a local chain; some read what lies in `fixtures/`, which imports nothing. */
const TESTS_MAY_IMPORT = {
  sdk: ["fixtures"],
  localnet: ["fixtures", "testing"],
  feed: ["localnet", "testing"],
  storage: ["testing"],
  statements: ["localnet", "testing"],
  indexer: ["localnet", "testing"],
  keeper: ["fixtures", "localnet", "testing"],
  cli: ["fixtures", "localnet", "testing"],
  app: ["localnet", "testing", "indexer", "keeper"],
  migrations: ["localnet", "testing"],
  examples: ["testing"],
};

const folders = Object.keys(MAY_IMPORT);
const anyOf = (names) => `^(${names.join("|")})/`;

const directions = Object.entries(MAY_IMPORT).flatMap(([from, allowed]) => {
  const forbidden = (more) => folders.filter((name) => name !== from && ![...allowed, ...more].includes(name));
  const rule = (name, path, more) => ({
    name,
    comment: `${from} may import ${[...allowed, ...more].join(", ") || "no other workspace"}`,
    severity: "error",
    from: path,
    to: { path: anyOf(forbidden(more)) },
  });
  const inTests = TESTS_MAY_IMPORT[from];
  return inTests === undefined
    ? [rule(`direction-${from}`, { path: `^${from}/` }, [])]
    : [
        rule(`direction-${from}`, { path: `^${from}/`, pathNot: `^${from}/test/` }, []),
        rule(`direction-${from}-tests`, { path: `^${from}/test/` }, inTests),
      ];
});

module.exports = {
  forbidden: [
    ...directions,
    {
      name: "no-circle-of-files",
      comment: "Two files that import each other are one: move what both need below them",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-circle-of-rooms",
      comment: "Imports between rooms go one way",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-foreign-path",
      comment:
        "Another workspace is imported by its package's name, never by a path into it; what tests share has no name: fixtures/, sdk/vectors/",
      severity: "error",
      from: { path: "^([^/]+)/" },
      to: {
        path: anyOf(folders),
        pathNot: ["^$1/", "^fixtures/", "^sdk/vectors/"],
        dependencyTypes: ["local"],
        dependencyTypesNot: ["aliased-workspace", "aliased-tsconfig", "aliased"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules|consumers|[.]build)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
