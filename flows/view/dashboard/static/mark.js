// The characters that the address names behind # are marked by the server: it is asked for them.
// Without scripts the same is /page/ID?from=1200&to=1310.
function markCharacters() {
  const asked = /^#char-(\d+)-(\d+)$/.exec(location.hash);
  if (!asked) return;
  const given = new URLSearchParams(location.search);
  if (given.get("from") === asked[1] && given.get("to") === asked[2]) return;
  location.replace(`${location.pathname}?from=${asked[1]}&to=${asked[2]}${location.hash}`);
}
addEventListener("hashchange", markCharacters);
markCharacters();
