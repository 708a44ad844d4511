// Opens whose path does not stay what it was, while they run or before: who opens knows which file it is, by its inode.

#define _GNU_SOURCE
#include "races.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_bool ended;
// As long as each other.
static const char wanted[] = "wanted", decoy[] = "decoys";
static char buffer[4096];
static char *last_component;

// Each name stays for about as long as an open takes.
static void wait_a_little(void) {
  for (volatile int i = 0; i < 300; i++) continue;
}

// Writes the one name and the other over the path that is being opened.
static void *rewrite(void *unused) {
  while (!ended) {
    memcpy(last_component, decoy, sizeof decoy - 1);
    wait_a_little();
    memcpy(last_component, wanted, sizeof wanted - 1);
    wait_a_little();
  }
  return 0;
}

// Gives the files each other's names, and back.
static void *exchange(void *unused) {
  while (!ended) renameat2(AT_FDCWD, wanted, AT_FDCWD, decoy, 2);
  return 0;
}

static ino_t make(const char *name) {
  struct stat facts;
  // A call of another kind than those that are counted.
  int file = syscall(SYS_creat, name, 0600);
  fstat(file, &facts);
  close(file);
  return facts.st_ino;
}

// In the folder where the process is. Writes how many opens reached the file "wanted" into the file "count".
int race(const char *kind, int opens) {
  ino_t inode = make(wanted);
  make(decoy);
  if (!strcmp(kind, "absolute")) {
    if (!getcwd(buffer, sizeof buffer - 16)) return 2;
    strcat(buffer, "/");
  }
  last_component = buffer + strlen(buffer);
  strcpy(last_component, wanted);
  pthread_t thread;
  if (pthread_create(&thread, 0, strcmp(kind, "renamed") ? rewrite : exchange, 0)) return 2;
  int count = 0;
  for (int i = 0; i < opens; i++) {
    int file = syscall(SYS_openat, AT_FDCWD, buffer, O_RDONLY, 0);
    struct stat facts;
    if (file >= 0 && !fstat(file, &facts) && facts.st_ino == inode) count++;
    close(file);
  }
  ended = 1;
  pthread_join(thread, 0);
  FILE *file = fopen("count", "w");
  fprintf(file, "%d", count);
  return fclose(file);
}
