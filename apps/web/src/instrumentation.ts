/** Next.js calls it once, before the first request. The check is loaded where there is a process to end. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { checkSettings } = await import('./server/check-settings.ts');
  checkSettings();
}
