// @vitest-environment jsdom
import type { OwnFeatures } from '@segue/core/events';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OwnFeaturesPane } from './own-features.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const feature = (
  name: string,
  title: string,
  says: string,
  entity: OwnFeatures['features'][number]['entity'] = 'session',
): OwnFeatures['features'][number] => ({
  name,
  entity,
  title,
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
      features: [
        feature('skip-streak', 'Early skips one after the other', '3 early skips in a row'),
        feature('of-tomorrow', 'Something of tomorrow', 'a value of tomorrow'),
        feature('track-plays-hour', 'Plays of the track', '8 plays in the last hour', 'track'),
      ],
    });
    render(<OwnFeaturesPane paused={false} />);
    expect(await screen.findByText('3 early skips in a row')).toBeDefined();
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual([
      'Early skips one after the other',
      'Something of tomorrow',
      'Plays of the track',
    ]);
    const ofTrack = screen.getByRole('heading', { name: 'The track that you heard last: Ash by Ivy' });
    const follows = (text: string) => (ofTrack.compareDocumentPosition(screen.getByText(text)) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    expect([follows('a value of tomorrow'), follows('8 plays in the last hour')]).toEqual([false, true]);
  });

  it('says so where they cannot be read', async () => {
    answers({ code: 'session_invalid', message: 'no session' }, 401);
    render(<OwnFeaturesPane paused={false} />);
    expect(await screen.findByText(/cannot be read right now/)).toBeDefined();
  });
});
