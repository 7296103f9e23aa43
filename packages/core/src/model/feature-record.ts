import type { FeatureTable, Layout } from '../stream/index.ts';
import { type ByteReader, ByteWriter } from './bytes.ts';

type AnyTable = Pick<FeatureTable<never, never>, 'layout' | 'slots' | 'fresh' | 'adopt'>;

const LAYOUT_ENTRY_BYTES = 5;
const layoutWriter = new ByteWriter();
const packedLayouts = new WeakMap<Layout, Uint8Array>();

/** The numbers of features with their layout: a record is read whatever features the program that wrote it had. */
export function writeFeatures(out: ByteWriter, { layout }: AnyTable, features: Float64Array): void {
  out.u8(layout.length);
  out.bytes(packedLayoutOf(layout));
  for (let i = 0; i < features.length; i++) out.f64(features[i]!);
}

export function readFeatures(reader: ByteReader, table: AnyTable): Float64Array {
  const packed = reader.part(reader.u8() * LAYOUT_ENTRY_BYTES);
  if (isSame(packed, packedLayoutOf(table.layout))) {
    const features = table.fresh();
    for (let i = 0; i < features.length; i++) features[i] = reader.f64();
    return features;
  }
  const layout = unpackLayout(packed);
  const slots = layout.reduce((sum, entry) => sum + entry.slots, 0);
  return table.adopt(
    Float64Array.from({ length: slots }, () => reader.f64()),
    layout,
  );
}

function packedLayoutOf(layout: Layout): Uint8Array {
  const known = packedLayouts.get(layout);
  if (known) return known;
  for (const { nameHash, slots } of layout) {
    layoutWriter.u32(nameHash);
    layoutWriter.u8(slots);
  }
  const packed = layoutWriter.takeOwn();
  packedLayouts.set(layout, packed);
  return packed;
}

function unpackLayout(packed: Uint8Array): Layout {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: packed.length / LAYOUT_ENTRY_BYTES }, (_, i) => ({
    nameHash: view.getUint32(i * LAYOUT_ENTRY_BYTES, true),
    slots: view.getUint8(i * LAYOUT_ENTRY_BYTES + 4),
  }));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
