import { AppError } from '../errors.ts';
import type { ByteReader, ByteWriter } from '../model/index.ts';
import { Leaf } from './leaf.ts';
import type { Label, Ranker, RankerKind } from './ranker.ts';
import { splitOf } from './split-rule.ts';

/** A full tree of 512 leaves on 10 columns has half a megabyte; it learns on in its leaves and splits no more. */
const MOST_LEAVES = 512;

interface Branch {
  readonly column: number;
  /** At or below it to the left. */
  readonly threshold: number;
  left: Node;
  right: Node;
}
type Node = Leaf | Branch;

/** A tree that is split only once enough rows make sure of it: Domingos and Hulten, Mining High-Speed Data Streams, 2000. */
class HoeffdingTree implements Ranker {
  readonly #columns: number;
  #root: Node;
  #leaves = 1;
  constructor(columns: number) {
    this.#columns = columns;
    this.#root = new Leaf(columns, 0);
  }

  predict(row: Float64Array): number {
    let node = this.#root;
    while (!(node instanceof Leaf)) node = row[node.column]! <= node.threshold ? node.left : node.right;
    return node.predict(row);
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    let parent: Branch | null = null;
    let node = this.#root;
    while (!(node instanceof Leaf)) {
      parent = node;
      node = row[node.column]! <= node.threshold ? node.left : node.right;
    }
    node.learn(row, label, weight);
    const split = this.#leaves < MOST_LEAVES ? splitOf(node) : null;
    if (!split) return;
    this.#leaves++;
    const branch: Branch = {
      column: split.column,
      threshold: split.threshold,
      left: new Leaf(this.#columns, node.depth + 1, split.left),
      right: new Leaf(this.#columns, node.depth + 1, split.right),
    };
    if (!parent) this.#root = branch;
    else if (parent.left === node) parent.left = branch;
    else parent.right = branch;
  }

  write(out: ByteWriter): void {
    out.u16(this.#leaves);
    writeNode(out, this.#root);
  }

  static read(from: ByteReader, columns: number): HoeffdingTree {
    const tree = new HoeffdingTree(columns);
    tree.#leaves = from.u16();
    tree.#root = readNode(from, columns);
    return tree;
  }
}

const LEAF = 0;
const BRANCH = 1;

function writeNode(out: ByteWriter, node: Node): void {
  if (node instanceof Leaf) {
    out.u8(LEAF);
    node.write(out);
    return;
  }
  out.u8(BRANCH);
  out.u16(node.column);
  out.f64(node.threshold);
  writeNode(out, node.left);
  writeNode(out, node.right);
}

function readNode(from: ByteReader, columns: number): Node {
  const kind = from.u8();
  if (kind === LEAF) return Leaf.read(from, columns);
  if (kind !== BRANCH) throw new AppError('record_malformed', `a node of a packed tree is of kind ${kind}`);
  return { column: from.u16(), threshold: from.f64(), left: readNode(from, columns), right: readNode(from, columns) };
}

export const hoeffdingTree: RankerKind = {
  create: ({ columns }) => new HoeffdingTree(columns),
  read: (from, { columns }) => HoeffdingTree.read(from, columns),
};
