// Loaded into every program of the bench: none outlives it, however it ends.
process.on('disconnect', () => {
  process.exit(0);
});
// Listening alone would keep a service alive that has stopped.
process.channel?.unref();
