import { DIMENSIONS, type Vector } from '../vector.ts';
import { BestRows } from './best-rows.ts';
import { BLOCK, MAXIMUM_PAGES, SCAN_KERNEL } from './scan-kernel.ts';
import { type CompiledModule, type SharedMemory, WebAssembly } from './web-assembly.ts';

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const ROW_BYTES = DIMENSIONS * FLOAT_BYTES;
/** The first page is the scanners' own: each has half of it for a place, maxima and scores. */
const FIRST_ROW = PAGE_BYTES;
const DESK_BYTES = PAGE_BYTES / 2;
const CHUNK_BLOCKS = 192;
const PLACE_AT = 0;
const MAXIMA_AT = 1_024;
const SCORES_AT = MAXIMA_AT + CHUNK_BLOCKS * FLOAT_BYTES;

/** Memory that threads share: a scanner's desks, then rows of `DIMENSIONS` floats, one after the other. */
export type VectorMemory = SharedMemory;

/** Who scans: the thread that owns the rows, or the one that helps it. Each has a desk, and they do not get in each other's way. */
export type Desk = 'owner' | 'helper';

export interface VectorScanner {
  /**
   * Rows below `size` of the largest inner products with `place`, largest first, of equal ones the lower row: all rows are
   * looked at. A row with what is not a number in it is never found.
   */
  nearest(place: Vector, size: number, count: number): number[];
  /** The inner products of `place` and every row below `size`, into `out`. */
  products(place: Vector, size: number, out: Float32Array): void;
}

export function openVectorMemory(): VectorMemory {
  return new WebAssembly.Memory({ initial: 2, maximum: MAXIMUM_PAGES, shared: true });
}

/** All rows that there is room for; a view that was taken before the memory grew ends where it ended then. */
export function rowsOf(memory: VectorMemory): Float32Array {
  return new Float32Array(memory.buffer, FIRST_ROW);
}

/** Makes room for at least so many rows, and twice what there was, so that growing one by one costs little. */
export function reserveRows(memory: VectorMemory, rows: number): void {
  const have = memory.buffer.byteLength / PAGE_BYTES;
  // Whole blocks are scanned.
  const want = Math.ceil((FIRST_ROW + Math.ceil(rows / BLOCK) * BLOCK * ROW_BYTES) / PAGE_BYTES);
  if (want > have) memory.grow(Math.min(Math.max(want, have * 2), MAXIMUM_PAGES) - have);
}

let compiled: CompiledModule | null = null;

export function createScanner(memory: VectorMemory, desk: Desk): VectorScanner {
  compiled ??= new WebAssembly.Module(SCAN_KERNEL);
  const { exports } = new WebAssembly.Instance(compiled, { given: { memory } });
  const run = exports['run'] as (rows: number, blocks: number, place: number, scores: number, maxima: number) => void;
  const at = desk === 'owner' ? 0 : DESK_BYTES;
  const placeDesk = new Float32Array(memory.buffer, at + PLACE_AT, DIMENSIONS);
  const maxima = new Float32Array(memory.buffer, at + MAXIMA_AT, CHUNK_BLOCKS);
  const scores = new Float32Array(memory.buffer, at + SCORES_AT, CHUNK_BLOCKS * BLOCK);
  /** Scores a chunk of rows after the other, and tells of each where it begins and how many blocks it has. */
  function scan(place: Vector, size: number, onChunk: (firstBlock: number, blocks: number) => void): void {
    placeDesk.set(place);
    const blocks = Math.ceil(size / BLOCK);
    for (let done = 0; done < blocks; done += CHUNK_BLOCKS) {
      const now = Math.min(CHUNK_BLOCKS, blocks - done);
      run(FIRST_ROW + done * BLOCK * ROW_BYTES, now, at + PLACE_AT, at + SCORES_AT, at + MAXIMA_AT);
      onChunk(done, now);
    }
  }
  const best = new BestRows(0);
  return {
    nearest(place, size, count) {
      best.begin(Math.min(count, size));
      scan(place, size, (firstBlock, blocks) => {
        for (let block = 0; block < blocks; block++) {
          if (maxima[block]! <= best.least) continue;
          const first = (firstBlock + block) * BLOCK;
          const end = Math.min(size - first, BLOCK);
          for (let i = 0; i < end; i++) best.offer(first + i, scores[block * BLOCK + i]!);
        }
      });
      return best.take();
    },
    products(place, size, out) {
      scan(place, size, (firstBlock, blocks) => {
        const first = firstBlock * BLOCK;
        out.set(scores.subarray(0, Math.min(blocks * BLOCK, size - first)), first);
      });
    },
  };
}
