#pragma once

int race(const char *kind, int opens);
