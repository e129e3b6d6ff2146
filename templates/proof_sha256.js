// SHA-256 (FIPS 180-4), piece by piece: for browsers that give a page no cryptography, and for files too large to read whole.
const sha256Script = (function () {
  "use strict";
  const ROUND = [];
  const START = [];
  for (let number = 2; ROUND.length < 64; number += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    if (START.length < 8) START.push(fractionBits(Math.sqrt(number)));
    ROUND.push(fractionBits(Math.cbrt(number)));
  }

  function fractionBits(root) {
    return ((root - Math.floor(root)) * 4294967296) | 0;
  }

  function begin() {
    const state = Int32Array.from(START);
    const words = new Int32Array(64);
    const rest = new Uint8Array(64);
    let kept = 0;
    let total = 0;

    function block(bytes, at) {
      for (let n = 0; n < 16; n += 1) {
        const from = at + n * 4;
        words[n] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
      }
      for (let n = 16; n < 64; n += 1) {
        const early = words[n - 15];
        const late = words[n - 2];
        const small = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
        const large = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
        words[n] = (words[n - 16] + small + words[n - 7] + large) | 0;
      }
      let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
      for (let n = 0; n < 64; n += 1) {
        const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const one = (h + turned + ((e & f) ^ (~e & g)) + ROUND[n] + words[n]) | 0;
        const spun = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const two = (spun + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    }

    function add(bytes) {
      total += bytes.length;
      let at = 0;
      if (kept) {
        const taken = Math.min(64 - kept, bytes.length);
        rest.set(bytes.subarray(0, taken), kept);
        kept += taken;
        at = taken;
        if (kept < 64) return;
        block(rest, 0);
        kept = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) block(bytes, at);
      rest.set(bytes.subarray(at));
      kept = bytes.length - at;
    }

    function end() {
      const bits = total * 8;
      const tail = new Uint8Array((kept < 56 ? 64 : 128) - kept);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(tail.length - 8, Math.floor(bits / 4294967296));
      view.setUint32(tail.length - 4, bits >>> 0);
      add(tail);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    }

    return { add: add, end: end };
  }

  /** The hash of a text in UTF-8. */
  function ofText(text) {
    const hash = begin();
    hash.add(new TextEncoder().encode(text));
    return hash.end();
  }

  return { begin: begin, ofText: ofText };
})();
