// Counts the stream of `SketchCase.swift` with Apache DataSketches' count-min: update and estimate of each key, of 150 bytes that
// lie in one piece. Prints median, least and most of nine rounds in nanoseconds of processor time per event.

#include <count_min.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

namespace {

constexpr int events = 100000, processes = 64, fields = 9, fieldLength = 10, pathLength = 60;
constexpr size_t keyLength = fields * fieldLength + pathLength;

std::vector<char> keys() {
  std::vector<std::string> parts;
  for (int process = 0; process < processes; process++) {
    std::string part;
    for (int field = 0; field < fields; field++) {
      part += (std::to_string(1000 + process) + ".field" + std::to_string(field)).substr(0, fieldLength);
    }
    parts.push_back(part);
  }
  uint64_t state = 1;
  auto uniform = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return double(state >> 11) / double(uint64_t(1) << 53);
  };
  std::vector<char> keys;
  for (int event = 0; event < events; event++) {
    int path = int(uniform() * uniform() * uniform() * 65536);
    std::string name = "/var/lib/application/releases/current/static/image/" + std::to_string(100000 + path) + ".png";
    std::string key = parts[path % processes] + name.substr(0, pathLength);
    key.resize(keyLength);
    keys.insert(keys.end(), key.begin(), key.end());
  }
  return keys;
}

double processorTime() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

void measure(const char *name, uint8_t rows, uint32_t columns) {
  static const std::vector<char> stream = keys();
  datasketches::count_min_sketch<uint64_t> sketch(rows, columns);
  std::vector<double> samples;
  uint64_t sum = 0;
  for (int round = 0; round < 10; round++) {
    double start = processorTime();
    for (int event = 0; event < events; event++) {
      const char *key = stream.data() + event * keyLength;
      sketch.update(key, keyLength, 1);
      sum += sketch.get_estimate(key, keyLength);
    }
    // The first round fills what is counted in.
    if (round > 0) samples.push_back((processorTime() - start) / events);
  }
  std::sort(samples.begin(), samples.end());
  printf("%-36s %8.1f %8.1f %8.1f   (sum %llu)\n", name, samples[samples.size() / 2], samples.front(), samples.back(),
         (unsigned long long)sum);
}

}  // namespace

int main() {
  measure("DataSketches count-min 7 x 27183", 7, 27183);
  measure("DataSketches count-min 4 x 65536", 4, 65536);
}
