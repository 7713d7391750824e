# Forecasts of R's `forecast` for some series of the M3 file: a line a series, `id method seconds f1 f2 …`.
# Arguments: the file, a period, then method:step pairs (every step-th series).
suppressMessages(library(forecast))
args <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(args[1], stringsAsFactors = FALSE)
rows <- rows[rows$period == args[2], ]
for (pair in args[-(1:2)]) {
  method <- strsplit(pair, ":")[[1]][1]
  step <- as.integer(strsplit(pair, ":")[[1]][2])
  for (i in seq(1, nrow(rows), by = step)) {
    y <- ts(as.numeric(strsplit(rows$train[i], " ")[[1]]), frequency = rows$m[i])
    started <- proc.time()[["user.self"]]
    f <- switch(method,
      ets = forecast(ets(y), h = rows$h[i], PI = FALSE)$mean,
      thetaf = thetaf(y, h = rows$h[i])$mean,
      auto.arima = forecast(auto.arima(y), h = rows$h[i])$mean)
    cat(rows$id[i], method, proc.time()[["user.self"]] - started, as.numeric(f), "\n")
  }
}
