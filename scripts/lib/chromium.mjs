import { which } from './run.mjs';

/** The Chromium that CHROMIUM names, else the one on the path; null: Playwright has to bring its own. */
export const chromiumProgram = () => process.env.CHROMIUM || which('chromium') || which('google-chrome');

/** The same engine without windows, as Playwright takes it too: a third less of the processor. Else the whole browser. */
export const headlessProgram = () => process.env.CHROMIUM || which('chromium-headless-shell') || chromiumProgram();
