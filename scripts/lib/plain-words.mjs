import { wordsOf } from './say.mjs';

// Imported before a program that throws to where nobody catches: it ends as a command does, with a sentence where one is enough.
process.on('uncaughtException', (cause) => {
  process.stderr.write(`\n${wordsOf(cause)}\n`);
  process.exit(1);
});
