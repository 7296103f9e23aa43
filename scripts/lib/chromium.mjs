import { which } from './run.mjs';

/** The Chromium that CHROMIUM names, else the one on the path; null: Playwright has to bring its own. */
export const chromiumProgram = () => process.env.CHROMIUM || which('chromium') || which('google-chrome');
