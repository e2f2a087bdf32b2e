// Finding a sealed ballot by the link on a receipt. What follows the # is never sent here: where the
// list on this page does not have it, it is put into the field for the voter to look for.
const tracker = decodeURIComponent(location.hash.slice(1));
if (/^[A-Za-z0-9+/]{43}$/.test(tracker) && !document.getElementById(tracker)) {
  const field = document.getElementById("tracker");
  field.value = tracker;
  field.focus();
}
