// @vitest-environment jsdom
import type { OwnFeatures } from '@segue/core/events';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OwnFeaturesPane } from './own-features.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const feature = (name: string, says: string): OwnFeatures['features'][number] => ({
  name,
  entity: 'session',
  title: 'Early skips one after the other',
  window: 'session',
  type: 'count',
  livesMs: null,
  value: 3,
  says,
});

const answers = (own: unknown, status = 200) =>
  vi.stubGlobal('fetch', async (path: string) => {
    expect(path).toBe('/api/features');
    return Response.json(own, { status });
  });

describe('the pane of features', () => {
  it('says in words what stands for whoever looks, whatever features there are', async () => {
    answers({
      atMs: 1,
      track: { trackId: 't1', title: 'Ash', artist: 'Ivy' },
      features: [feature('skip-streak', '3 early skips in a row'), feature('of-tomorrow', 'a value of tomorrow')],
    });
    render(<OwnFeaturesPane paused={false} />);
    expect(await screen.findByText('3 early skips in a row')).toBeDefined();
    expect(screen.getByText('of-tomorrow')).toBeDefined();
    expect(screen.getByText(/Ash by Ivy/)).toBeDefined();
  });

  it('says so where they cannot be read', async () => {
    answers({ code: 'session_invalid', message: 'no session' }, 401);
    render(<OwnFeaturesPane paused={false} />);
    expect(await screen.findByText(/cannot be read right now/)).toBeDefined();
  });
});
