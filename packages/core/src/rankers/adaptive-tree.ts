import { AppError } from '../errors.ts';
import type { ByteReader, ByteWriter } from '../model/index.ts';
import { Adwin } from './adwin.ts';
import { Chance } from './chance.ts';
import { Leaf } from './leaf.ts';
import type { Label, Ranker, RankerKind } from './ranker.ts';
import { splitOf } from './split-rule.ts';

/** Leaves of the tree and of all its alternates. */
const MOST_LEAVES = 512;
/** Rows that an alternate and what it would replace must have seen before they are compared, and the chance of error then. */
const ENOUGH = 300;
const SIGNIFICANCE = 0.05;

interface Tip {
  readonly leaf: Leaf;
  /** How often it was wrong lately. */
  readonly wrong: Adwin;
}
interface Branch {
  readonly column: number;
  /** At or below it to the left. */
  readonly threshold: number;
  readonly depth: number;
  readonly wrong: Adwin;
  left: Node;
  right: Node;
  /** Grows beside it since it began to be wrong more often. */
  alternate: Node | null;
}
type Node = Tip | Branch;

const isTip = (node: Node): node is Tip => 'leaf' in node;

/**
 * A Hoeffding tree whose branches watch their own errors: where they grow, another subtree starts beside, and takes the
 * branch's place once it is better (Bifet and Gavaldà, Adaptive Learning from Evolving Data Streams, 2009). Leaves weigh
 * each row by a Poisson draw.
 */
class AdaptiveTree implements Ranker {
  readonly #columns: number;
  readonly #chance: Chance;
  #root: Node;
  #leaves = 1;
  constructor(columns: number, seed: number) {
    this.#columns = columns;
    this.#chance = new Chance(seed);
    this.#root = this.#tip(0);
  }

  predict(row: Float64Array): number {
    return tipOf(this.#root, row).leaf.predict(row);
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    this.#root = this.#learn(this.#root, row, label, weight, null);
  }

  /** @returns what stands in the node's place from now on. */
  #learn(node: Node, row: Float64Array, label: Label, weight: number, known: Label | null): Node {
    const wrong = known ?? (tipOf(node, row).leaf.predict(row) > 0.5 === (label === 1) ? 0 : 1);
    if (isTip(node)) return this.#learnTip(node, row, label, weight, wrong);
    const before = node.wrong.mean;
    const changed = node.wrong.add(wrong) && node.wrong.mean > before;
    if (changed) {
      if (node.alternate) this.#leaves -= leavesOf(node.alternate);
      this.#leaves++;
      node.alternate = this.#tip(node.depth);
    } else if (node.alternate) {
      const better = betterOf(node, node.alternate);
      if (better === node.alternate) {
        this.#leaves -= leavesOf(node) - leavesOf(better);
        return this.#learn(better, row, label, weight, null);
      }
      if (better === node) {
        this.#leaves -= leavesOf(node.alternate);
        node.alternate = null;
      }
    }
    if (node.alternate) node.alternate = this.#learn(node.alternate, row, label, weight, null);
    if (row[node.column]! <= node.threshold) node.left = this.#learn(node.left, row, label, weight, wrong);
    else node.right = this.#learn(node.right, row, label, weight, wrong);
    return node;
  }

  #learnTip(tip: Tip, row: Float64Array, label: Label, weight: number, wrong: Label): Node {
    const { leaf } = tip;
    tip.wrong.add(wrong);
    leaf.learn(row, label, weight * Math.max(1, this.#chance.poisson()));
    const split = this.#leaves < MOST_LEAVES ? splitOf(leaf) : null;
    if (!split) return tip;
    this.#leaves++;
    return {
      column: split.column,
      threshold: split.threshold,
      depth: leaf.depth,
      wrong: new Adwin(),
      left: this.#tip(leaf.depth + 1, split.left),
      right: this.#tip(leaf.depth + 1, split.right),
      alternate: null,
    };
  }

  #tip(depth: number, counts?: readonly [number, number]): Tip {
    return { leaf: new Leaf(this.#columns, depth, counts), wrong: new Adwin() };
  }

  write(out: ByteWriter): void {
    out.u32(this.#chance.state);
    out.u16(this.#leaves);
    writeNode(out, this.#root);
  }

  static read(from: ByteReader, columns: number): AdaptiveTree {
    const tree = new AdaptiveTree(columns, from.u32());
    tree.#leaves = from.u16();
    tree.#root = readNode(from, columns);
    return tree;
  }
}

function tipOf(node: Node, row: Float64Array): Tip {
  let at = node;
  while (!isTip(at)) at = row[at.column]! <= at.threshold ? at.left : at.right;
  return at;
}

/** Which of the two is surely better by now; null while nobody can say. */
function betterOf(node: Branch, alternate: Node): Node | null {
  if (alternate.wrong.width <= ENOUGH || node.wrong.width <= ENOUGH) return null;
  const error = node.wrong.mean;
  const bound = Math.sqrt(2 * error * (1 - error) * Math.log(2 / SIGNIFICANCE) * (1 / alternate.wrong.width + 1 / node.wrong.width));
  const gain = error - alternate.wrong.mean;
  if (gain > bound) return alternate;
  return -gain > bound ? node : null;
}

function leavesOf(node: Node): number {
  if (isTip(node)) return 1;
  return leavesOf(node.left) + leavesOf(node.right) + (node.alternate ? leavesOf(node.alternate) : 0);
}

const TIP = 0;
const BRANCH = 1;
const BRANCH_WITH_ALTERNATE = 2;

function writeNode(out: ByteWriter, node: Node): void {
  if (isTip(node)) {
    out.u8(TIP);
    node.leaf.write(out);
    node.wrong.write(out);
    return;
  }
  out.u8(node.alternate ? BRANCH_WITH_ALTERNATE : BRANCH);
  out.u16(node.column);
  out.f64(node.threshold);
  out.u8(node.depth);
  node.wrong.write(out);
  writeNode(out, node.left);
  writeNode(out, node.right);
  if (node.alternate) writeNode(out, node.alternate);
}

function readNode(from: ByteReader, columns: number): Node {
  const kind = from.u8();
  if (kind === TIP) return { leaf: Leaf.read(from, columns), wrong: Adwin.read(from) };
  if (kind > BRANCH_WITH_ALTERNATE) throw new AppError('record_malformed', `a node of a packed tree is of kind ${kind}`);
  return {
    column: from.u16(),
    threshold: from.f64(),
    depth: from.u8(),
    wrong: Adwin.read(from),
    left: readNode(from, columns),
    right: readNode(from, columns),
    alternate: kind === BRANCH_WITH_ALTERNATE ? readNode(from, columns) : null,
  };
}

export const adaptiveTree: RankerKind = {
  create: ({ columns, seed }) => new AdaptiveTree(columns, seed),
  read: (from, { columns }) => AdaptiveTree.read(from, columns),
};
