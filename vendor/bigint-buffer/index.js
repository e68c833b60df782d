// Stands in for the package of this name, which @solana/spl-token needs: see docs/adr/0011-bigint-buffer.md.

/** @param {Buffer} buffer big-endian, unsigned */
const toBigIntBE = (buffer) => (buffer.length === 0 ? 0n : BigInt(`0x${buffer.toString("hex")}`));

/** @param {Buffer} buffer little-endian, unsigned */
const toBigIntLE = (buffer) => toBigIntBE(Buffer.from(buffer).reverse());

/** @param {bigint} value unsigned @param {number} width bytes of the result */
const toBufferBE = (value, width) => {
  const hex = value.toString(16).padStart(width * 2, "0");
  return Buffer.from(hex.slice(0, width * 2), "hex");
};

/** @param {bigint} value unsigned @param {number} width bytes of the result */
const toBufferLE = (value, width) => toBufferBE(value, width).reverse();

module.exports = { toBigIntBE, toBigIntLE, toBufferBE, toBufferLE };
