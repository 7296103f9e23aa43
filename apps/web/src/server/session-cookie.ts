export const SESSION_COOKIE = 'segue_session';

/** Whether a `cookie` header names a session, good or not. */
export const namesSession = (cookie: string): boolean => cookie.split(';').some((pair) => pair.trim().startsWith(`${SESSION_COOKIE}=`));
