// "320 KB", "2.4 MB".
export function sizeText(bytes: number | bigint): string {
  const kilobytes = Number(bytes) / 1024
  return kilobytes < 1000 ? `${Math.max(1, Math.round(kilobytes))} KB` : `${(kilobytes / 1024).toFixed(1)} MB`
}
