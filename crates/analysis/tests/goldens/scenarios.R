# What R finds in the series of `cargo xtask bench trends --runs 3 --series FILE`: Rscript scenarios.R FILE
# A line is: scenario; weeks of the outbreak; our alarms; 624 counts.
suppressMessages(library(surveillance))
numbers <- function(text) as.integer(strsplit(text, " ")[[1]])
lines <- strsplit(readLines(commandArgs(TRUE)[1]), ";")
control <- list(range = 576:624, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, alpha = .005, trend = TRUE, pThresholdTrend = .05,
  limit54 = c(5, 4), populationOffset = FALSE, noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin")
found <- ours <- other <- 0
for (line in lines) {
  own <- suppressWarnings(farringtonFlexible(sts(observed = matrix(numbers(line[4])), frequency = 52), control = control))
  alarms <- (576:624)[which(alarms(own) == 1)]
  weeks <- numbers(line[2])
  found <- found + any(weeks %in% alarms)
  ours <- ours + any(weeks %in% numbers(line[3]))
  other <- other + length(setdiff(alarms, numbers(line[3]))) + length(setdiff(numbers(line[3]), alarms))
}
cat(length(lines), "outbreaks: R finds", found, "and we", ours, "; weeks where the alarms differ:", other, "\n")
