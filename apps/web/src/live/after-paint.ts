/**
 * Calls back once what was just committed is on its way to the screen: the next animation frame runs before it is
 * painted, and a message-channel task is the first thing that runs after. Two frames would count one too many.
 */
export function afterPaint(listener: (nowMs: number) => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      listener(performance.now());
    };
    port2.postMessage(null);
  });
}
