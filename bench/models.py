"""What marts and checks cost when few pages come to many.

    COPYDESK_REFERENCE=../reference python -m bench.models [WAREHOUSE] [--sizes 10000,100000]

Multiplies a warehouse (one of the reference pages, unless you name one) and builds its marts; then
adds pages, with all that a run would find in them, and brings marts and checks up to date with
these. Seconds are of the clock and of the processor, each the best of three.
"""
