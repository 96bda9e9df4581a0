# Rscript trial.R input/nof1_a.csv OUT: a trial by the whole matrix of correlations, and by JAGS, with independent errors
# and with errors that are alike by order (trial_errors_nof1_a.json).
suppressMessages({library(rjags); library(jsonlite)})
args <- commandArgs(TRUE); d <- read.csv(args[1])
X <- cbind(1, d$arm - .5, d$pain0 - mean(d$pain0)); y <- d$relief; N <- nrow(d)
P <- diag(c(1 / 9, 1 / 4, 4)); m <- c(1.5, 0, 0); lag <- abs(outer(seq_len(N), seq_len(N), "-"))
given <- function(sigma, rho) {
  V <- sigma^2 * rho^lag; W <- solve(V); Q <- t(X) %*% W %*% X + P; b <- solve(Q, t(X) %*% W %*% y + P %*% m); C <- solve(Q)
  ml <- -.5 * as.numeric(determinant(V)$modulus) - .5 * as.numeric(determinant(Q)$modulus) -
    .5 * as.numeric(t(y) %*% W %*% y + t(m) %*% P %*% m - t(b) %*% Q %*% b)
  c(ml, b[2], C[2, 2], b[1] - b[2] / 2, C[1, 1] + C[2, 2] / 4 - C[1, 2], b[1] + b[2] / 2, C[1, 1] + C[2, 2] / 4 + C[1, 2])
}
told <- function(rhos, prior) {
  G <- expand.grid(l = seq(log(.15), log(12), length = 81), r = rhos)
  o <- mapply(function(l, r) given(exp(l), r), G$l, G$r)
  w <- o[1, ] + dt(exp(G$l) / 2, 3, log = TRUE) + G$l + prior(G$r); w <- exp(w - max(w)); w <- w / sum(w)
  cdf <- function(x, k = 2) sum(w * pnorm(x, o[k, ], sqrt(o[k + 1, ]))); mean <- sum(w * o[2, ])
  p <- c(.025, .05, .5, .95, .975)
  list(mean_delta = mean, sd_delta = sqrt(sum(w * (o[3, ] + o[2, ]^2)) - mean^2),
    q = list(p = p, x = sapply(p, function(s) uniroot(function(x) cdf(x) - s, c(-20, 20), tol = 1e-12)$root)),
    p_gt0 = 1 - cdf(0), p_gt1 = 1 - cdf(1), p_lt_m1 = cdf(-1), mean_sigma = sum(w * exp(G$l)), mean_rho = sum(w * G$r),
    a_below_1 = cdf(1, 4), b_below_1 = cdf(1, 6))
}
model <- function(rho) paste("model { for (i in 1:N) { m[i] <- mu + delta * a[i] + gamma * b0[i] }
  y[1] ~ dnorm(m[1], 1 / s^2)
  for (i in 2:N) { y[i] ~ dnorm(m[i] + rho * (y[i-1] - m[i-1]), 1 / (s^2 * (1 - rho^2))) }
  mu ~ dnorm(1.5, 1/9); delta ~ dnorm(0, .25); gamma ~ dnorm(0, 4); s ~ dt(0, .25, 3)T(0,)", rho, "}")
drawn <- function(rho) {
  start <- lapply(1:4, function(k) list(.RNG.name = "base::Mersenne-Twister", .RNG.seed = 100 + k))
  j <- jags.model(textConnection(model(rho)), list(N = N, y = y, a = X[, 2], b0 = X[, 3]), start, n.chains = 4, quiet = TRUE)
  update(j, 5000, progress.bar = "none")
  s <- coda.samples(j, c("mu", "delta", "s", "rho"), 50000, progress.bar = "none"); all <- as.matrix(s); x <- all[, "delta"]
  list(tool = paste("JAGS via rjags", packageVersion("rjags"), jags.version()), draws = length(x), mean_delta = mean(x),
    sd_delta = sd(x), p_gt0 = mean(x > 0), p_gt1 = mean(x > 1), p_lt_m1 = mean(x < -1), mean_sigma = mean(all[, "s"]),
    mean_rho = mean(all[, "rho"]), a_below_1 = mean(all[, "mu"] - x / 2 < 1), b_below_1 = mean(all[, "mu"] + x / 2 < 1),
    mcse_mean_delta = unname(summary(s)$statistics["delta", "Time-series SE"]))
}
r <- list(tool = R.version.string,
  independent = told(0, function(r) 0),
  by_order = told(2 * (seq(1, 120) - .5) / 120 - 1, function(r) dbeta((r + 1) / 2, 3, 3, log = TRUE)),
  jags_independent = drawn("rho <- 0"), jags_by_order = drawn("u ~ dbeta(3, 3); rho <- 2 * u - 1"))
write(toJSON(r, auto_unbox = TRUE, digits = NA, pretty = TRUE), args[2])
