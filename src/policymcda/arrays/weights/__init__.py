"""Weights from judgements, orders, points and data: bare arrays in, weights (..., n) that sum to 1 out.

A *comparison matrix* is ``(..., n, n)`` of positive numbers: entry (i, j) says how many times i matters as much as j,
entry (j, i) is its reciprocal, the diagonal is 1. NaN stands for a judgement that was not made, where a function
says that it takes them.
"""
