import type { MouseEvent } from 'react';

/**
 * For `onMouseDown` of a button: a press of the mouse leaves the focus where it is, and with it what the keyboard means. The
 * keyboard's own focus, and the press itself, are as they were.
 */
export const keepFocus = (event: MouseEvent): void => event.preventDefault();
