// Exact fractions of whole numbers of any length. ES2018, where numbers alone would round.
const exactNumbers = (function () {
  "use strict";
  const BASE = 1e7;
  const PLACES = 7;

  /* Whole numbers from zero up: digits of base 10^7, lowest first. */

  function whole(digits) {
    const parts = [];
    for (let end = digits.length; end > 0; end -= PLACES) parts.push(Number(digits.slice(Math.max(0, end - PLACES), end)));
    return trimmed(parts);
  }

  function trimmed(parts) {
    while (parts.length && parts[parts.length - 1] === 0) parts.pop();
    return parts;
  }

  function written(parts) {
    if (!parts.length) return "0";
    return parts.map((part, place) => (place === parts.length - 1 ? String(part) : String(part).padStart(PLACES, "0"))).reverse().join("");
  }

  function order(one, other) {
    if (one.length !== other.length) return one.length < other.length ? -1 : 1;
    for (let place = one.length - 1; place >= 0; place -= 1) {
      if (one[place] !== other[place]) return one[place] < other[place] ? -1 : 1;
    }
    return 0;
  }

  function sum(one, other) {
    const parts = [];
    let carry = 0;
    for (let place = 0; place < Math.max(one.length, other.length) || carry; place += 1) {
      const total = (one[place] || 0) + (other[place] || 0) + carry;
      parts.push(total % BASE);
      carry = total >= BASE ? 1 : 0;
    }
    return parts;
  }

  function difference(greater, less) {
    const parts = [];
    let borrow = 0;
    for (let place = 0; place < greater.length; place += 1) {
      const rest = greater[place] - (less[place] || 0) - borrow;
      borrow = rest < 0 ? 1 : 0;
      parts.push(rest < 0 ? rest + BASE : rest);
    }
    return trimmed(parts);
  }

  function product(one, other) {
    const parts = new Array(one.length + other.length).fill(0);
    one.forEach((factor, left) => {
      let carry = 0;
      for (let right = 0; right < other.length || carry; right += 1) {
        const total = parts[left + right] + factor * (other[right] || 0) + carry;
        parts[left + right] = total % BASE;
        carry = Math.floor(total / BASE);
      }
    });
    return trimmed(parts);
  }

  /** How often the divisor goes into a number, and what is left; digit by digit, as on paper. */
  function divided(number, divisor) {
    let rest = [];
    let quotient = "";
    for (const digit of written(number)) {
      rest = sum(product(rest, [10]), whole(digit));
      let times = 0;
      for (; order(rest, divisor) >= 0; times += 1) rest = difference(rest, divisor);
      quotient += times;
    }
    return { quotient: whole(quotient), rest: trimmed(rest) };
  }

  /* Fractions: a sign, and two whole numbers. */

  function fraction(sign, above, below) {
    return { sign: above.length ? sign : 0, above: above, below: below };
  }

  const POWER = (zeros) => whole("1" + "0".repeat(zeros));
  const MOST_ZEROS = 400;

  /** A number as it is written in the data, `-12.50` or `1E+3`; `null` for anything else. */
  function read(text) {
    const found = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(text));
    if (!found) return null;
    const decimals = found[3] || "";
    const power = Number(found[4] || 0) - decimals.length;
    if (Math.abs(power) > MOST_ZEROS) return null;
    const digits = whole(found[2] + decimals);
    const sign = found[1] === "-" ? -1 : 1;
    return power >= 0 ? fraction(sign, product(digits, POWER(power)), [1]) : fraction(sign, digits, POWER(-power));
  }

  function plus(one, other) {
    const left = product(one.above, other.below);
    const right = product(other.above, one.below);
    const below = product(one.below, other.below);
    if (!one.sign) return other;
    if (!other.sign) return one;
    if (one.sign === other.sign) return fraction(one.sign, sum(left, right), below);
    return order(left, right) >= 0 ? fraction(one.sign, difference(left, right), below) : fraction(other.sign, difference(right, left), below);
  }

  const negative = (one) => fraction(-one.sign, one.above, one.below);
  const minus = (one, other) => plus(one, negative(other));
  const times = (one, other) => fraction(one.sign * other.sign, product(one.above, other.above), product(one.below, other.below));

  /** The quotient; `null` where the divisor is zero. */
  const over = (one, other) => (other.sign ? fraction(one.sign * other.sign, product(one.above, other.below), product(one.below, other.above)) : null);
  const compare = (one, other) => minus(one, other).sign;

  /** Rounded to decimals, a half away from zero, as it is written. */
  function rounded(one, decimals) {
    const { quotient, rest } = divided(product(one.above, POWER(decimals)), one.below);
    const isUp = order(product(rest, [2]), one.below) >= 0;
    const digits = written(isUp ? sum(quotient, [1]) : quotient).padStart(decimals + 1, "0");
    const minusSign = one.sign < 0 && /[1-9]/.test(digits) ? "-" : "";
    return minusSign + (decimals ? digits.slice(0, -decimals) + "." + digits.slice(-decimals) : digits);
  }

  return { read: read, plus: plus, minus: minus, times: times, over: over, compare: compare, rounded: rounded };
})();
