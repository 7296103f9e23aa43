'use client';

/** Stands in for the whole page where what surrounds every page broke, with its styles: a mistake of ours, in our words. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body style={{ font: '16px/1.5 system-ui', margin: '15vh auto', maxWidth: '30em', padding: '0 1em', colorScheme: 'light dark' }}>
        <h1>This page broke</h1>
        <p>It is our mistake. Nothing that you did is lost.</p>
        <a href="/">Open Segue again</a>
      </body>
    </html>
  );
}
