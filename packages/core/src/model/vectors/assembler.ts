/** The few WebAssembly instructions that the scan is written in, as bytes. Names and codes: the core specification, 5.4 and 5.4.8. */
export type Code = readonly number[];

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
export const TYPE = { i32: 0x7f, v128: 0x7b } as const;
const FUNC = 0x60;
const EMPTY_BLOCK = 0x40;
const END = 0x0b;
const SIMD = 0xfd;

export const local = {
  get: (index: number): Code => [0x20, ...unsigned(index)],
  set: (index: number): Code => [0x21, ...unsigned(index)],
  tee: (index: number): Code => [0x22, ...unsigned(index)],
};

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a] as Code,
  subtract: [0x6b] as Code,
};

export const f32x4 = {
  constant: (value: number): Code => [SIMD, 0x0c, ...new Uint8Array(new Float32Array(4).fill(value).buffer)],
  load: (offset: number): Code => [SIMD, 0x00, 0, ...unsigned(offset)],
  storeFirst: [SIMD, 0x5a, 0, 0, 0] as Code,
  /** Lanes 2, 3, 0, 1 and 1, 0, 3, 2 of the two operands' first: adding one and then the other sums all four into each. */
  swapHalves: [SIMD, 0x0d, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7] as Code,
  swapPairs: [SIMD, 0x0d, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11] as Code,
  multiply: [SIMD, ...unsigned(0xe6)] as Code,
  add: [SIMD, ...unsigned(0xe4)] as Code,
  /** The second where it is larger; what is not a number never is. */
  larger: [SIMD, ...unsigned(0xeb)] as Code,
};

/** Runs `body` again as long as it leaves something other than 0. */
export const repeatWhile = (body: Code): Code => [0x03, EMPTY_BLOCK, ...body, 0x0d, 0, END];

/** A module of one function `run` of i32 parameters and no result, over a shared memory that it is given as `given.memory`. */
export function moduleOf({
  parameters,
  locals,
  body,
  maximumPages,
}: {
  readonly parameters: number;
  /** How many of each type, in order; they are numbered after the parameters. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Code;
  readonly maximumPages: number;
}): Uint8Array<ArrayBuffer> {
  const shared = 0x03;
  const code = [...vector(locals.map(([count, type]) => [...unsigned(count), type])), ...body, END];
  return Uint8Array.from([
    ...HEADER,
    ...section(SECTION.type, [[FUNC, ...vector(Array.from({ length: parameters }, () => [TYPE.i32])), 0]]),
    ...section(SECTION.import, [[...text('given'), ...text('memory'), 0x02, shared, ...unsigned(0), ...unsigned(maximumPages)]]),
    ...section(SECTION.function, [[0]]),
    ...section(SECTION.export, [[...text('run'), 0x00, 0]]),
    ...section(SECTION.code, [[...unsigned(code.length), ...code]]),
  ]);
}

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const text = (name: string): number[] => [...unsigned(name.length), ...new TextEncoder().encode(name)];

function section(id: number, items: readonly Code[]): number[] {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const out: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...out, rest];
    out.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const out: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 0x7f;
    if ((rest >> 7 === 0 && low < 0x40) || (rest >> 7 === -1 && low >= 0x40)) return [...out, low];
    out.push(low | 0x80);
  }
}
