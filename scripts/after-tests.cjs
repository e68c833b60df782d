/** Of mocha: runs once, when all files have been run. */
exports.mochaGlobalTeardown = () => require("@profit-share/testing/missing-programs").sayMissing();
