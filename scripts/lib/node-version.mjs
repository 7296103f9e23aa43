// The first import of every command: it runs before any file that needs a newer Node, and uses nothing new itself.
const parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(`\nSegue needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org for a newer one.`);
  process.exit(1);
}
