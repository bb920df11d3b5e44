// What people type, as complaint numbers are written: half-width, upper case, no spaces.
export function normalizeNumber(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').replace(/[–—]/g, '-').toUpperCase()
}

// The ISO 7064 MOD 11,10 check digit, as domain/complaint_number.h makes it.
function checkDigit(digits: string): number {
  let rest = 10
  for (const digit of digits) {
    const sum = (rest + Number(digit)) % 10 || 10
    rest = (sum * 2) % 11
  }
  return (11 - rest) % 10
}

// Whether `number`, normalised, has the form and the check digit: a slip is told without a call, and
// so without spending one of the few wrong tries.
export function isComplaintNumber(number: string): boolean {
  const parts = /^ZB-(\d{8})-(\d{6})-(\d)$/.exec(number)
  return parts !== null && checkDigit(parts[1] + parts[2]) === Number(parts[3])
}

export function normalizeSecret(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '')
}

// In fours, as it is shown and written down.
export function groupedSecret(secret: string): string {
  return secret.replace(/(\d{4})(?=\d)/g, '$1 ')
}
