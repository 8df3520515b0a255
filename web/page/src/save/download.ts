// save/download: hands a file to the visitor, under a name that says when it was made.

/** 'segme-2026-01-31-09-05-07.png', in the visitor's time. */
export function nameOf(ending: string, moment = new Date()): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  const day = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(two).join('-');
  const clock = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join('-');
  return `segme-${day}-${clock}.${ending}`;
}

export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
