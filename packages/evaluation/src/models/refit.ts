const LEAST = 1_000;
const SHARE = 0.02;

/**
 * When a model that is trained in batches trains again: each thousand events, later each time there are 2 % more. It is
 * asked where a list is: training that no list came of would be time for nothing.
 */
export function createRefitSchedule() {
  let learnt = 0;
  let next = LEAST;
  return {
    count(): void {
      learnt++;
    },
    due(): boolean {
      if (learnt < next) return false;
      this.fitted();
      return true;
    },
    fitted(): void {
      next = learnt + Math.max(LEAST, Math.floor(learnt * SHARE));
    },
  };
}
