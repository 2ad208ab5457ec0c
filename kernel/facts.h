/* What is said about a word, as one number (cleaner/filters/word_facts.py). */

#ifndef CLEANER_FACTS_H
#define CLEANER_FACTS_H

enum { LISTED = 1, PLACED = 2, NEAR = 4, PIECE = 8 }; /* bits of the answer about a text that a word sets */
enum { IN_SMALL_AT = 16, RIGHT_AT = 35, UNJUDGED_AT = 56, ADVERB_AT = 57 }; /* where what else it is begins */
enum { UNPLACED_AT = 58 }; /* in the kernel alone: whether it is placed in small letters is told when it stands so */
enum { BEHIND_A = 2, BEHIND_AN = 4 }; /* for which articles before it a word is looked at */

#endif
