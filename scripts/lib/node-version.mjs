// The first import of every command: it runs before any file that needs a newer Node, and uses nothing new itself.
const [major, minor] = process.versions.node.split('.').map(Number);
// What `engines` in package.json says: Prisma takes no others.
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24)) {
  console.error(
    `\nSegue needs Node 20 from 20.19, 22 from 22.12, or 24 or newer; this is ${process.versions.node}. See https://nodejs.org for one of them.`,
  );
  process.exit(1);
}
