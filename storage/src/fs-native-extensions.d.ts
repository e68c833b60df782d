/** What is used of the package, which brings no declarations. */
declare module "fs-native-extensions" {
  /**
   * Locks a range of an open file for writing, for as long as it is open. Another opening of the file, also in this process,
   * gets no lock on it.
   * @returns false if it is locked
   */
  export function tryLock(descriptor: number, offset: number, length: number): boolean;
}
