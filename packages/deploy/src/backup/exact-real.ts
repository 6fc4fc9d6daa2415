/** Two to the power of this is the largest step in which an exponent is written. */
const step = 52;

/**
 * A number as SQL that gives this very number. SQLite reads decimals far from 1 with an error in the last
 * place, whole numbers and powers of two with none: so it is an integer, multiplied or divided by those.
 * @param number finite
 */
export function exactReal(number: number): string {
  let mantissa = Math.abs(number);
  let exponent = 0;
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
  for (; mantissa > 2 ** 53; exponent++) mantissa /= 2;

  const operator = exponent < 0 ? "/" : "*";
  let sql = `${number < 0 ? "-" : ""}${mantissa}.0`;
  for (let left = Math.abs(exponent); left > 0; left -= step) {
    sql += ` ${operator} ${2 ** Math.min(step, left)}.0`;
  }
  return sql;
}
