/** Of mocha: runs once, when all files have been run. */
exports.mochaGlobalTeardown = () => require("../testing/src/missing-programs.ts").sayMissing();
