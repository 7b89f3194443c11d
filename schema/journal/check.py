#!/usr/bin/env python3
"""Checks vectors.json against the specification of the journal, with nothing but Python's own library.

    check.py              checks bytes, chains, seals and receipt codes
    check.py --self-test  turns single bits in the vectors and checks that every one is noticed

It prints one line, `N passed, 0 failed`, and exits with 1 where something failed.
"""

import copy
import fractions
import hashlib
import json
import pathlib
import sys

# --- Deterministic CBOR: shortest integers and lengths, definite sizes, keys ascending, no floats, no tags ---


class Malformed(Exception):
    pass


def decode(data):
    item, end = decode_item(data, 0, 0)
    if end != len(data):
        raise Malformed("bytes after the item")
    return item


def decode_item(data, at, depth):
    if depth > 16:
        raise Malformed("too deep")
    major, argument, at = decode_head(data, at)
    if major == 0:
        return argument, at
    if major == 1:
        return -1 - argument, at
    if major in (2, 3):
        if at + argument > len(data):
            raise Malformed("cut short")
        chunk = data[at : at + argument]
        return (chunk if major == 2 else chunk.decode("utf-8")), at + argument
    if major == 4:
        items = []
        for _ in range(argument):
            item, at = decode_item(data, at, depth + 1)
            items.append(item)
        return items, at
    if major == 5:
        return decode_map(data, at, argument, depth)
    if major == 7 and argument in (20, 21):
        return argument == 21, at
    raise Malformed("a float, a tag or a simple value")


def decode_map(data, at, pairs, depth):
    items, last = {}, None
    for _ in range(pairs):
        start = at
        key, at = decode_item(data, at, depth + 1)
        if last is not None and last >= data[start:at]:
            raise Malformed("keys out of order")
        last = data[start:at]
        items[key], at = decode_item(data, at, depth + 1)
    return items, at


def decode_head(data, at):
    if at >= len(data):
        raise Malformed("cut short")
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    if short < 24:
        return major, short, at
    if short > 27:
        raise Malformed("an indefinite size")
    width = 1 << (short - 24)
    if at + width > len(data):
        raise Malformed("cut short")
    argument = int.from_bytes(data[at : at + width], "big")
    if major == 7 or argument < (24 if width == 1 else 1 << (4 * width)):
        raise Malformed("longer than needed")
    return major, argument, at + width


# --- Ed25519 (RFC 8032), verification only ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, p):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, p)
        p = add(p, p)
        scalar >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def verify(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- base45 (RFC 9285) ---

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def base45(text):
    out = bytearray()
    for at in range(0, len(text), 3):
        part = [DIGITS.index(letter) for letter in text[at : at + 3]]
        number = sum(digit * 45**place for place, digit in enumerate(part))
        width = len(part) - 1
        if width == 0 or number >= 256**width:
            raise Malformed("no base45")
        out += number.to_bytes(width, "big")
    return bytes(out)


# --- The journal ---


def big(number, width):
    return number.to_bytes(width, "big")


def chain_root(form, journal, key):
    text = bytes([form]) + b"qingjiang journal root" + big(journal["device"], 4) + big(journal["incarnation"], 2)
    return hashlib.sha256(text + key).digest()


def head_message(form, journal, head):
    stream = big(journal["device"], 4) + big(journal["incarnation"], 2)
    return b"qingjiang head" + bytes([form]) + stream + big(head["seq"], 8) + bytes.fromhex(head["hash"])


KINDS = {
    1: {2, 3},
    2: {1, 2, 3, 4, 14},
    3: {1, 2, 3, 18},
    4: {18, 21},
    5: {2},
    6: {22, 23, 24},
    7: {26, 27, 28, 30},
    8: {1, 4, 27, 28, 31, 32, 34},
    9: {44},
    10: {45, 46},
    11: {44},
    12: {4, 5, 27, 47, 48, 50, 51},
    13: {1, 4, 18, 52, 53},
    14: {1, 30},
    15: {1, 4, 28, 60, 63},
    16: {65, 66},
    17: {1, 2, 3, 4, 20, 65},
    18: {1, 4, 68},
    19: {1, 30, 71},
    20: {1, 66},
    21: {73},
    22: {71},
}

# The kinds that only the center writes, whose device number is 0.
OF_THE_CENTER = {19, 20, 21, 22}


def entry_faults(entry, journal, fields):
    """What an entry has to say, and that a payment balances."""
    if set(fields) != {1, 2, 3, 4, 5, 6, 7}:
        yield "the fields are not 1 to 7"
        return
    if (fields[1], fields[2], fields[3]) != (journal["device"], journal["incarnation"], entry["seq"]):
        yield "the place in the journal differs"
    if fields[6] != entry["kind"] or not KINDS[entry["kind"]] <= set(fields[7]):
        yield "the kind lacks a field"
    if (fields[6] in OF_THE_CENTER) != (fields[1] == 0):
        yield "the kind stands in a journal where it does not belong"
    if 71 in fields[7] and not isinstance(json.loads(fields[7][71]), dict):
        yield "the document is no JSON object"
    if fields[6] == 17 and fields[7][20] <= 0:
        yield "the refund pays nothing out"
    if fields[6] == 2 and not balances(fields[7]):
        yield "the payment does not balance"
    if fields[6] == 12:
        yield from bill_faults(fields[7][51])
    for value in fields[7].get(38, {}).values():
        decimal(value, VALUE_PLACES)


VALUE_PLACES, PRICE_PLACES, QUANTITY_PLACES = 4, 8, 0


def decimal(item, places):
    """The exact value, and that it is written in its only form."""
    if isinstance(item, int) and not isinstance(item, bool):
        value = fractions.Fraction(item, 10**places)
    else:
        mantissa = item[1] if len(item) == 2 else (item[2] << 64) + item[1]
        value = fractions.Fraction(mantissa, 10 ** item[0])
        fits = -(2**63) <= mantissa < 2**63
        scaled = value * 10**places
        is_integer = scaled.denominator == 1 and -(2**63) <= scaled < 2**63
        if mantissa % 10 == 0 or is_integer or fits != (len(item) == 2) or not 0 <= item[0] <= 28:
            raise Malformed("a decimal is not in its shortest form")
    if abs(value) > 10**13:
        raise Malformed("a decimal is too large")
    return value


def fen_of(yuan):
    """Halves away from zero."""
    fen = abs(yuan) * 100
    rounded = (2 * fen.numerator + fen.denominator) // (2 * fen.denominator)
    return rounded if yuan >= 0 else -rounded


def bill_faults(statement):
    """A bill can be computed again with a pencil."""
    lines, funds = statement.get(9, []), statement.get(10, [])
    if sum(line.get(4, 0) for line in lines) != statement.get(11, 0):
        yield "the lines do not come to the total"
    for line in lines:
        if fen_of(decimal(line[2], QUANTITY_PLACES) * decimal(line[3], PRICE_PLACES)) != line.get(4, 0):
            yield "a line is not its quantity times its price"
    for _, quantity, price, amount in funds:
        if fen_of(quantity * decimal(price, PRICE_PLACES)) != amount:
            yield "a fund is not its quantity times its price"
    for point in statement.get(5, []):
        if 5 in point and sum(kwh for _, kwh in point[5]) != point.get(4, 0):
            yield "the periods of a point do not come to its energy"
        for meter in point.get(2, []):
            decimal(meter[2], VALUE_PLACES), decimal(meter[3], VALUE_PLACES)
            decimal(meter[5], QUANTITY_PLACES), decimal(meter[6], QUANTITY_PLACES)
    for value in statement.get(8, [])[2:]:
        decimal(value, VALUE_PLACES)


def balances(body):
    amount = lambda key: body.get(key, 0)
    tendered = sum(tender[2] for tender in body.get(8, []))
    allocated = sum(bill[2] + bill[3] for bill in body.get(7, []))
    given = tendered - amount(9) + amount(10) + amount(12)
    return given == allocated + amount(11) + amount(13)


def collected(body):
    return sum(tender[2] for tender in body.get(8, [])) - body.get(9, 0)


class Report:
    def __init__(self):
        self.passed, self.failures = 0, []

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failures.append(what)


def check_journal(report, form, journal, key):
    head = chain_root(form, journal, key)
    report.check(head.hex() == journal["root"], "root")
    for entry in journal["entries"]:
        data = bytes.fromhex(entry["bytes"])
        try:
            faults = list(entry_faults(entry, journal, decode(data)))
        except (Malformed, ValueError, KeyError, TypeError, IndexError) as error:
            faults = [str(error)]
        report.check(not faults, f"{entry['name']}: {faults}")
        head = hashlib.sha256(bytes([form]) + head + data).digest()
        report.check(head.hex() == entry["hash"], f"{entry['name']}: the hash differs")
    last = journal["entries"][-1]
    report.check(journal["head"] == {"seq": last["seq"], "hash": head.hex()}, "the head differs")
    sealed = verify(key, head_message(form, journal, journal["head"]), bytes.fromhex(journal["seal"]))
    report.check(sealed, "the seal does not fit")


def check_receipt(report, form, receipt, journal, key):
    entry = journal["entries"][receipt["seq"] - 1]
    text = receipt["text"]
    try:
        data = base45(text[4:])
        claim, signature = data[:-64], data[-64:]
        fields, body = decode(claim), decode(bytes.fromhex(entry["bytes"]))[7]
        chain = bytes.fromhex(entry["hash"])
        said = [journal["device"], journal["incarnation"], receipt["seq"], chain[:8], body[14], body[4], body[3]]
        report.check(text.startswith("QJ1:") and len(text) <= 220, "the receipt code is no receipt code")
        report.check(fields == said + [collected(body)], "the receipt code claims something else")
        fits = verify(key, b"qingjiang receipt" + bytes([form]) + claim, signature)
        report.check(fits, "the signature of the receipt code does not fit")
    except (Malformed, ValueError, KeyError, TypeError, IndexError) as error:
        report.check(False, f"receipt {receipt['seq']}: {error}")
    digits = entry["hash"].upper()
    code = f"{digits[0:4]}-{digits[4:8]}-{digits[8:12]}"
    report.check(code == receipt["checkCode"], "the check code differs")


def check(vectors):
    report = Report()
    form, key = vectors["format"], bytes.fromhex(vectors["publicKey"])
    for journal in vectors["journals"]:
        check_journal(report, form, journal, key)
    for receipt in vectors["receipts"]:
        check_receipt(report, form, receipt, vectors["journals"][0], key)
    for entry in vectors["parked"]:
        fields = decode(bytes.fromhex(entry["bytes"]))
        report.check(fields[6] not in KINDS or set(fields) - set(range(1, 8)), f"{entry['name']}: nothing is new")
    for entry in vectors["refused"]:
        try:
            decode(bytes.fromhex(entry["bytes"]))
            report.check(False, f"{entry['name']}: was read")
        except Malformed:
            report.check(True, entry["name"])
    return report


# --- The checker checked ---


def turned(text, place, alphabet):
    return text[:place] + alphabet[(alphabet.index(text[place]) + 1) % len(alphabet)] + text[place + 1 :]


def forgeries(vectors):
    """The vectors, each time with one letter of one value turned."""
    for number, journal in enumerate(vectors["journals"]):
        for place, entry in enumerate(journal["entries"]):
            for field in ("bytes", "hash"):
                for letter in range(0, len(entry[field]), 37):
                    forged = copy.deepcopy(vectors)
                    target = forged["journals"][number]["entries"][place]
                    target[field] = turned(target[field], letter, "0123456789abcdef")
                    yield f"{field} of {entry['name']}, letter {letter}", forged
        for field in ("root", "seal"):
            for letter in range(0, len(journal[field]), 9):
                forged = copy.deepcopy(vectors)
                target = forged["journals"][number]
                target[field] = turned(target[field], letter, "0123456789abcdef")
                yield f"{field} of journal {number}, letter {letter}", forged
    for place, receipt in enumerate(vectors["receipts"]):
        for letter in range(0, len(receipt["text"]), 41):
            forged = copy.deepcopy(vectors)
            alphabet = DIGITS if letter > 3 else "QJ1:X"
            forged["receipts"][place]["text"] = turned(receipt["text"], letter, alphabet)
            yield f"receipt {receipt['seq']}, letter {letter}", forged


def relevant(vectors, name):
    """Only what the forged part is checked with, so that the self-test stays short."""
    kept = [receipt for receipt in vectors["receipts"] if name.startswith(f"receipt {receipt['seq']},")]
    return {**vectors, "receipts": kept}


def self_test(vectors):
    report = Report()
    for name, forged in forgeries(vectors):
        report.check(bool(check(relevant(forged, name)).failures), f"not noticed: {name}")
    return report


def main():
    path = pathlib.Path(__file__).with_name("vectors.json")
    vectors = json.loads(path.read_text(encoding="utf-8"))
    report = self_test(vectors) if "--self-test" in sys.argv[1:] else check(vectors)
    for failure in report.failures:
        print(failure, file=sys.stderr)
    print(f"{report.passed} passed, {len(report.failures)} failed")
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
