// @vitest-environment jsdom
import { asEventId } from '@segue/core/events';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { LiveProvider } from '../../live/index.ts';
import { aSlate } from '../../testing/builders.ts';
import { createFakeClient } from '../../testing/fake-client.ts';
import { ForgetMe } from './index.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function press(name: string): void {
  const button = screen.getByRole('button', { name });
  button.focus();
  fireEvent.click(button);
}

it('leads the focus to what stands in the place of the button that was pressed: the warning, the way back, what is done', () => {
  const client = createFakeClient(aSlate(['a']));
  client.show({ waiting: 1 });
  render(
    <LiveProvider initial={aSlate(['a'])} client={client}>
      <ForgetMe />
    </LiveProvider>,
  );
  expect(document.activeElement).toBe(document.body);
  press('Forget me');
  expect(document.activeElement?.textContent).toContain('It cannot be undone.');
  press('Keep it');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Forget me' }));
  press('Forget me');
  press('Erase everything');
  expect(document.activeElement).toBe(screen.getByRole('status'));
  expect(client.sent.map(({ act }) => act)).toEqual([{ type: 'erase' }]);
});

it('erases nothing here when the server refused to, says so, and can be asked again', () => {
  const client = createFakeClient(aSlate(['a']));
  localStorage.setItem('kept', 'yes');
  render(
    <LiveProvider initial={aSlate(['a'])} client={client}>
      <ForgetMe />
    </LiveProvider>,
  );
  press('Forget me');
  press('Erase everything');
  const refused = { event: asEventId('box:1'), act: { type: 'erase' }, code: 'too_many', message: 'Too many at once.' } as const;
  act(() => client.show({ unheard: [], refused: [refused] }));
  expect(localStorage.getItem('kept')).toBe('yes');
  expect(document.activeElement?.textContent).toContain('The server refused, and nothing was erased.');
  press('Erase everything');
  expect(client.sent).toHaveLength(2);
  expect(document.activeElement).toBe(screen.getByRole('status'));
});

const refusing = () => {
  throw new DOMException('no', 'SecurityError');
};
const deleted: string[] = [];
const deleteDatabase = (name: string) => {
  deleted.push(name);
  const request = { onsuccess: () => {} };
  queueMicrotask(() => request.onsuccess());
  return request;
};

it.each([
  ['lists no databases', { deleteDatabase }, ['segue:http://localhost:3000']],
  ['lets no page touch them', { databases: refusing, deleteDatabase: refusing }, []],
])('starts anew where the browser %s', async (_name, indexedDB, expected) => {
  deleted.length = 0;
  const replace = vi.fn();
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('location', { origin: location.origin, replace });
  const client = createFakeClient(aSlate(['a']));
  render(
    <LiveProvider initial={aSlate(['a'])} client={client}>
      <ForgetMe />
    </LiveProvider>,
  );
  press('Forget me');
  press('Erase everything');
  act(() => client.show({ unheard: [] }));
  await vi.waitFor(() => expect(replace).toHaveBeenCalledWith('/?renew'));
  expect(deleted).toEqual(expected);
});
