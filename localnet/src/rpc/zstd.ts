/**
 * The Zstandard format (RFC 8878) without its compression: a frame may hold its content as it is, and every decoder reads that.
 * Node has a compressor only from version 22.15 on.
 */
const MAGIC = 0xfd2fb528;
/** Frame header descriptors: one segment, and its content's size in one byte or in four. */
const SIZE_IN_1_BYTE = 0x20;
const SIZE_IN_4_BYTES = 0xa0;
/** The most bytes of a block. */
const MAX_BLOCK_BYTES = 128 * 1024;

/** A frame with this content, in raw blocks. */
export function zstdFrame(content: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(content.length / MAX_BLOCK_BYTES));
  const parts: Uint8Array[] = [frameHeader(content.length)];
  for (let index = 0; index < blocks; index += 1) {
    const block = content.subarray(index * MAX_BLOCK_BYTES, (index + 1) * MAX_BLOCK_BYTES);
    parts.push(blockHeader(block.length, index === blocks - 1), block);
  }
  return Buffer.concat(parts);
}

function frameHeader(size: number): Uint8Array {
  const header = Buffer.alloc(size < 256 ? 6 : 9);
  header.writeUInt32LE(MAGIC);
  if (size < 256) {
    header.writeUInt8(SIZE_IN_1_BYTE, 4);
    header.writeUInt8(size, 5);
  } else {
    header.writeUInt8(SIZE_IN_4_BYTES, 4);
    header.writeUInt32LE(size, 5);
  }
  return header;
}

/** Bit 0: whether it is the last; bits 1 and 2: its type, 0 for raw; then its size. */
function blockHeader(size: number, last: boolean): Uint8Array {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (last ? 1 : 0), 0, 3);
  return header;
}
