import type { OnlineStore } from '@segue/core/ports';

type Call = (...args: readonly unknown[]) => Promise<unknown>;

/** Ends whether it is slow or not. */
const NEVER_SLOW = 'close';

/** The same store, which takes its time while it is slow. */
export function slowed(store: OnlineStore): { readonly store: OnlineStore; slow(byMs: number): void } {
  let slowMs = 0;
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value === 'function') return name === NEVER_SLOW ? value.bind(target) : later(value as Call, target);
        return typeof value === 'object' && value !== null ? wrap(value) : value;
      },
    });
  // Every method of the store and of its parts resolves to something: none of them answers at once.
  const later =
    (call: Call, target: object): Call =>
    async (...args) => {
      if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
      return call.apply(target, args as never);
    };
  return {
    store: wrap(store),
    slow(byMs) {
      slowMs = byMs;
    },
  };
}
