#pragma once
/* A desk that lives by chance: customers, colleagues, handovers, promises and weeks of silence, from a seed.
 *
 * Each step moves the standing clock, lets the clockwork do what is due, and has somebody do something, sensible or
 * not. After it the invariants must hold (app/verify.h) and nothing may be overdue that the clockwork has not seen.
 * What a use case refuses is part of life; any other failure ends the simulation. The same seed gives the same life.
 */
#include "app/app.h"

struct simulation_input {
    uint64_t seed;
    int64_t steps;
    int64_t verify_every; /* steps; 1: after each */
};

struct simulation_outcome {
    int64_t tickets, answers, handovers, moves, words, refused;   /* moves: accepted handovers; refused: by a rule */
    int64_t noes, choices, asked, allowed, overruled;             /* R1; O6; O5 */
    int64_t broken, warned, alarmed, rested, reminded, noticed, followed_up, dealt, expired;
    int64_t days;         /* that have passed */
    int64_t verified;     /* how often the whole desk was checked */
};

/* APP: a desk with its schema and nobody in it, whose clock is a standing one. BROKEN (simulation.wrong) names the
 * rule that does not hold, with seed and step. */
MUST_CHECK enum status simulate(struct app *app, const struct simulation_input *in, struct simulation_outcome *out,
                                struct err *err);
