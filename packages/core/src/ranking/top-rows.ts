/** The rows of the `count` highest scores among the first `size`, highest first: one pass, a heap of `count`. */
export function topRows(scores: Float32Array | Float64Array, size: number, count: number): number[] {
  const heap: number[] = [];
  for (let row = 0; row < size; row++) {
    if (heap.length < count) {
      heap.push(row);
      rise(heap, scores, heap.length - 1);
    } else if (scores[row]! > scores[heap[0]!]!) {
      heap[0] = row;
      sink(heap, scores);
    }
  }
  return heap.sort((a, b) => scores[b]! - scores[a]! || a - b);
}

function rise(heap: number[], scores: Float32Array | Float64Array, start: number): void {
  let at = start;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (scores[heap[parent]!]! <= scores[heap[at]!]!) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: number[], scores: Float32Array | Float64Array): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const least = right < heap.length && scores[heap[right]!]! < scores[heap[left]!]! ? right : left;
    if (scores[heap[at]!]! <= scores[heap[least]!]!) return;
    swap(heap, at, least);
    at = least;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = kept;
}
