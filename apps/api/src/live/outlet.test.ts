import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createOutlet, type OutletSocket } from './outlet.ts';

/** A socket as Engine.IO has it: packets wait in a buffer, which empties when the other end reads. */
class FakeSocket extends EventEmitter implements OutletSocket {
  readonly conn = Object.assign(new EventEmitter(), { writeBuffer: [] as unknown[] }) as OutletSocket['conn'] &
    EventEmitter & { writeBuffer: unknown[] };
  override emit(_name: string, ...payload: unknown[]): boolean {
    this.conn.writeBuffer.push(payload);
    return true;
  }
  reads(): void {
    this.conn.writeBuffer.length = 0;
    this.conn.emit('drain');
  }
}
const slate = '{}';

/** Slates that are made one for each round, as the sockets take them. */
function served(outlet: ReturnType<typeof createOutlet<FakeSocket>>) {
  let made = 0;
  return {
    next: () =>
      outlet.whenOpen(() => {
        made++;
        outlet.push(slate);
      }),
    made: () => made,
  };
}

it('[L8] makes no slate while no socket takes one, and one when the first reads again', () => {
  const outlet = createOutlet<FakeSocket>();
  const [one, two] = [new FakeSocket(), new FakeSocket()];
  outlet.add(one);
  outlet.add(two);
  const { next, made } = served(outlet);
  for (let i = 0; i < 50; i++) next();
  const full = made();
  expect(full).toBeLessThan(20);
  two.reads();
  expect(made()).toBe(full + 1);
  expect(two.conn.writeBuffer).toHaveLength(1);
});

it('goes on where the socket that was full leaves, and where another comes', () => {
  const outlet = createOutlet<FakeSocket>();
  const [one, two] = [new FakeSocket(), new FakeSocket()];
  outlet.add(one);
  const { next, made } = served(outlet);
  for (let i = 0; i < 50; i++) next();
  const full = made();
  outlet.add(two);
  expect(made()).toBe(full + 1);
  for (let i = 0; i < 50; i++) next();
  const both = made();
  outlet.remove(two);
  expect(made()).toBe(both);
  outlet.remove(one);
  expect(made()).toBe(both + 1);
});
