# Farrington Flexible by the R package surveillance 1.20.3 on the generated series of Noufaily's scenarios.
# Reads noufaily_series.csv (scenario, then a count per week), writes noufaily_farrington.csv.
# Rscript oracle.R
suppressMessages(library(surveillance))
series <- read.csv("noufaily_series.csv", header = FALSE)
answers <- NULL
for (bound in c("nbPlugin", "muan", "delta")) for (kept in c("clear", "always", "short")) {
  if (bound != "nbPlugin" && kept == "short") next
  for (row in seq_len(nrow(series))) {
    counts <- as.numeric(series[row, -1])
    control <- list(range = 576:624, b = if (kept == "short") 2 else 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, alpha = .005, trend = TRUE,
      pThresholdTrend = if (kept == "always") 1 else .05, limit54 = if (kept == "short") c(5, 4) else c(0, 4), populationOffset = FALSE, noPeriods = 10,
      pastWeeksNotIncluded = 26, thresholdMethod = bound)
    found <- suppressWarnings(farringtonFlexible(sts(observed = matrix(counts), frequency = 52), control = control))
    own <- found@control
    answers <- rbind(answers, data.frame(scenario = series[row, 1], bound = bound, trend = kept, week = 576:624, expected = signif(as.numeric(own$expected), 12),
      upper = signif(as.numeric(upperbound(found)), 12), p = signif(as.numeric(own$pvalue), 12), slope = signif(as.numeric(own$trendVector), 10), alarm = as.integer(alarms(found))))
  }
}
write.csv(answers, "noufaily_farrington.csv", row.names = FALSE, quote = FALSE)
