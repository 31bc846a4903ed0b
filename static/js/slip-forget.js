// Where nobody is signed in, or somebody is about to: the pages of visits that this browser keeps for the last one go.
// What they did and could not send yet stays, in a store of their own (slip-store.js), until they are back.
if ("caches" in window) {
  caches.keys().then((names) => {
    for (const name of names) if (name.startsWith("slip-pages-")) caches.delete(name);
  });
}
