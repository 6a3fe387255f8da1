#!/bin/bash
# Members of a SLURM array that work on one batch of `tessebs bulk`, each by itself: see docs/bulk.md.
#   tessebs bulk periods --all --queue-only                   # makes batch 3, say
#   sbatch --array=1-16 deploy/slurm/bulk.sh periods 3
# TESSEBS_CONFIG must name a file that all nodes see, with a MariaDB database and a shared data folder.
#SBATCH --job-name=tessebs-bulk
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=8
#SBATCH --mem-per-cpu=2G
#SBATCH --time=08:00:00
#SBATCH --signal=B:TERM@120
#SBATCH --output=tessebs-bulk-%A-%a.log
set -euo pipefail
kind=${1:?periods, figures or ingest} batch=${2:?the number of the batch}
export NUMBA_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1  # the workers share the cores already
exec tessebs bulk "$kind" --resume --batch "$batch" --processes --workers "${SLURM_CPUS_PER_TASK:-8}"
