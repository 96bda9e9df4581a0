# Rscript ratio.R OUT: rates with and without a habit in pairs of periods, by integration (trial_ratio.json).
library(jsonlite); args <- commandArgs(TRUE)
told <- function(a, b, da, db) {
  kappas <- .5 * (seq(1, 16) - .5) / 16
  one <- function(l) { # the density of ln r, but for a constant
    p <- exp(l) * db / (exp(l) * db + da)
    sum(sapply(kappas, function(k) { c <- (1 - k) / k
      exp(sum(lbeta(b + c * p, a + c * (1 - p)) - lbeta(c * p, c * (1 - p)))) * (1 - k)^3 })) * dnorm(l, 0, log(2)) }
  f <- Vectorize(one); end <- log(1.25) / 4 * 50; part <- function(g, to) integrate(g, -end, to, rel.tol = 1e-10, subdivisions = 2000)$value
  all <- part(f, end); below <- function(x) part(f, log(x)) / all
  ps <- c(.025, .5, .975)
  list(a = a, b = b, days_a = da, days_b = db, ratios = c(.8, 1, 1.25), below = sapply(c(.8, 1, 1.25), below), p = ps,
    x = sapply(ps, function(s) uniroot(function(x) below(x) - s, c(exp(-end) * 1.001, exp(end) * .999), tol = 1e-9)$root),
    mean = exp(part(function(l) l * f(l), end) / all))
}
w <- rep(7, 6)
r <- list(halved = told(c(5, 3, 4, 6, 2, 4), c(2, 2, 1, 3, 2, 1), w, w), clustered = told(c(0, 9, 1, 0, 7, 2), c(8, 0, 0, 6, 1, 3), w, w),
  observed_in_part = told(c(3, 2, 4, 1), c(1, 1, 2, 0), c(7, 6, 7, 5), c(6, 7, 4, 7)), nothing = told(rep(0, 5), rep(0, 5), w[1:5], w[1:5]),
  many = told(c(40, 35, 52, 38, 44), c(31, 36, 30, 29, 33), w[1:5], w[1:5]))
write(toJSON(r, auto_unbox = TRUE, digits = NA, pretty = TRUE), args[1])
