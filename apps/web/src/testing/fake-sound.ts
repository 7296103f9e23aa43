/** An element that plays when told, and reports what the test says that it plays. */
export class FakeSound extends EventTarget {
  src = '';
  currentTime = 0;
  duration = 100;
  volume = 1;
  muted = false;
  refuses = false;
  async play(): Promise<void> {
    if (this.refuses) throw new DOMException('no gesture', 'NotAllowedError');
    this.dispatchEvent(new Event('playing'));
  }
  pause(): void {
    this.dispatchEvent(new Event('pause'));
    // As a browser does, after whoever paused it has gone on.
    queueMicrotask(() => this.dispatchEvent(new Event('timeupdate')));
  }
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }
  end(): void {
    this.currentTime = this.duration;
    this.dispatchEvent(new Event('pause'));
    this.dispatchEvent(new Event('ended'));
  }
}
