"""Counts the stream of SketchCase.swift with the count-min of the Python package of Apache DataSketches, where its C++ headers cannot
be had: update and estimate of each key. Prints median, least and most of nine rounds in nanoseconds of processor time per event, less
what the same loop takes with two calls of len(). What it costs to hand a text from Python to C++ is in it still, twice."""

import time

import datasketches

EVENTS, PROCESSES, FIELDS, FIELD_LENGTH, PATH_LENGTH = 100_000, 64, 9, 10, 60


def keys():
    parts = ["".join(f"{1000 + process}.field{field}"[:FIELD_LENGTH] for field in range(FIELDS)) for process in range(PROCESSES)]
    state = 1

    def uniform():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 11) / 2**53

    for _ in range(EVENTS):
        path = int(uniform() * uniform() * uniform() * 65536)
        yield parts[path % PROCESSES] + f"/var/lib/application/releases/current/static/image/{100_000 + path}.png"[:PATH_LENGTH]


def rounds(first, second, stream):
    samples = []
    for _ in range(10):
        start = time.process_time_ns()
        for key in stream:
            first(key)
            second(key)
        samples.append((time.process_time_ns() - start) / EVENTS)
    # The first round fills what is counted in.
    return sorted(samples[1:])


stream = list(keys())
calls = rounds(len, len, stream)[4]
for rows, columns in ((7, 27183), (4, 65536)):
    sketch = datasketches.count_min_sketch(rows, columns)
    samples = rounds(sketch.update, sketch.get_estimate, stream)
    name = f"DataSketches count-min {rows} x {columns}, from Python"
    print(f"{name:48} {samples[4] - calls:8.1f} {samples[0] - calls:8.1f} {samples[-1] - calls:8.1f}")
